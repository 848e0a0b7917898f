import { Alert, Button, PasswordInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { type Viewer, logIn } from '../../lib/session';

export function LoginPage({ onLoggedIn }: { onLoggedIn: (viewer: Viewer) => void }) {
  const [name, setName] = useState('admin');
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async () => {
    setBusy(true);
    const result = await logIn(name, password).catch(() => ({ problem: 'The server cannot be reached. Try again.' }));
    setBusy(false);
    if ('viewer' in result) onLoggedIn(result.viewer);
    else setProblem(result.problem);
  };
  return (
    <main style={{ minHeight: '100dvh', display: 'grid', placeItems: 'center', padding: 16 }}>
      <form
        className="card"
        style={{ width: 'min(360px, 100%)', display: 'grid', gap: 16, padding: 24 }}
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <div className="brand" style={{ padding: 0 }}>
          <img src="/favicon.svg" alt="" /> Platform
        </div>
        <h1 style={{ fontSize: 20, margin: 0 }}>Log in</h1>
        {problem && (
          <Alert color="red" role="alert">
            {problem}
          </Alert>
        )}
        <TextInput label="Name" value={name} autoComplete="username" onChange={(event) => setName(event.currentTarget.value)} required withAsterisk={false} />
        <PasswordInput label="Password" value={password} autoComplete="current-password" onChange={(event) => setPassword(event.currentTarget.value)} required withAsterisk={false} autoFocus />
        <Button type="submit" loading={busy}>
          Log in
        </Button>
        <p className="quiet" style={{ margin: 0 }}>
          The first start printed the password once.
        </p>
      </form>
    </main>
  );
}
