export interface Viewer {
  name: string;
  isAdmin: boolean;
}

export type LoginResult = { viewer: Viewer } | { problem: string };

/** Who is logged in; null when nobody is. */
export async function currentViewer(): Promise<Viewer | null> {
  const response = await fetch('/api/viewer', { credentials: 'same-origin' });
  if (response.status === 401) return null;
  if (!response.ok) {
    const { message } = (await response.json().catch(() => ({}))) as { message?: string };
    throw new Error(message ?? `The server answered ${response.status}.`);
  }
  return (await response.json()) as Viewer;
}

export async function logIn(name: string, password: string): Promise<LoginResult> {
  const response = await fetch('/api/login', {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ name, password }),
  });
  if (response.ok) return { viewer: (await response.json()) as Viewer };
  const { message } = (await response.json().catch(() => ({ message: null }))) as { message: string | null };
  return { problem: message ?? `The server answered ${response.status}. Try again.` };
}

export const logOut = (): Promise<Response> => fetch('/api/logout', { method: 'POST', credentials: 'same-origin' });
