import { Button, FileInput, Progress, Select, TextInput } from '@mantine/core';
import { useRef, useState } from 'react';
import { Card } from '../../components/Card';
import { percent } from '../../lib/format';
import { useTenancy } from '../../lib/tenant';
import { formats, guess, upload } from './imports';

/** Sends a file of history to the server. */
export function UploadForm({ onTaken }: { onTaken: () => void }) {
  const { current } = useTenancy();
  const [file, choose] = useState<File | null>(null);
  const [format, setFormat] = useState(formats[0]?.value ?? '');
  const [map, write] = useState('');
  const [share, progress] = useState<number | null>(null);
  const [said, say] = useState<{ text: string; bad: boolean } | null>(null);
  const sending = useRef<AbortController | null>(null);
  const chosen = (given: File | null) => {
    choose(given);
    say(null);
    const guessed = given && guess(given.name);
    if (guessed) setFormat(guessed);
  };
  const send = async () => {
    if (!file) return;
    sending.current = new AbortController();
    progress(0);
    const problem = await upload({ file, format, map: format === 'csv' ? map : '', tenant: current.id }, progress, sending.current.signal);
    progress(null);
    say(problem ? { text: problem, bad: true } : { text: `${file.name} was sent. What becomes of it stands below.`, bad: false });
    if (!problem) choose(null);
    onTaken();
  };
  return (
    <Card title="Import a file">
      <form className="stack" onSubmit={(event) => { event.preventDefault(); void send(); }}>
        <div className="controls start">
          <FileInput label="File" description="Plain, gzipped or a zip archive" placeholder="Choose a file" w={300} clearable value={file} onChange={chosen} disabled={share !== null} />
          <Select label="What it is" description="Which tool wrote it" w={220} allowDeselect={false} value={format} onChange={(value) => setFormat(value ?? format)} data={formats.map(({ value, label }) => ({ value, label }))} disabled={share !== null} />
          {format === 'csv' && (
            <TextInput label="Columns" description="field=column, …; empty where they are called alike" placeholder="timestamp=when,userId=customer,event='Bought'" w={360} value={map} onChange={(typed) => write(typed.currentTarget.value)} disabled={share !== null} />
          )}
        </div>
        <p className="quiet flush">{formats.find(({ value }) => value === format)?.file}</p>
        <div className="controls start">
          {share === null ? (
            <Button type="submit" disabled={!file}>Import</Button>
          ) : (
            <>
              <Progress value={share * 100} w={240} aria-label="Upload" />
              <span className="quiet">{percent(share)} sent</span>
              <Button variant="default" onClick={() => sending.current?.abort()}>Cancel</Button>
            </>
          )}
        </div>
        <div role="status" aria-live="polite">{said && <p className={said.bad ? 'flush down' : 'flush'}>{said.text}</p>}</div>
      </form>
    </Card>
  );
}
