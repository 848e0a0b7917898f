import { Alert, Button, PasswordInput, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { type Viewer, logIn } from '../../lib/session';

export function LoginPage({ onLoggedIn }: { onLoggedIn: (viewer: Viewer) => void }) {
  const [name, setName] = useState('admin');
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    document.title = 'Log in · Platform';
  }, []);
  const submit = async () => {
    setBusy(true);
    const result = await logIn(name, password).catch(() => ({ problem: 'The server cannot be reached. Try again.' }));
    setBusy(false);
    if ('viewer' in result) onLoggedIn(result.viewer);
    else setProblem(result.problem);
  };
  return (
    <main className="alone">
      <form
        className="card login"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <div className="brand">
          <img src="/favicon.svg" alt="" /> Platform
        </div>
        <h1>Log in</h1>
        {problem && (
          <Alert color="red" role="alert" title={problem} />
        )}
        <TextInput label="Name" value={name} autoComplete="username" onChange={(event) => setName(event.currentTarget.value)} required withAsterisk={false} />
        <PasswordInput label="Password" value={password} autoComplete="current-password" onChange={(event) => setPassword(event.currentTarget.value)} required withAsterisk={false} autoFocus visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }} />
        <Button type="submit" loading={busy}>
          Log in
        </Button>
        <p className="quiet">
          The first start printed the password, once. To set a new one: <code>ops/platform user password admin</code>
        </p>
      </form>
    </main>
  );
}
