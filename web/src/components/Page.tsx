import { type ReactNode, useEffect } from 'react';
import { useTenancy } from '../lib/tenant';

/** A page: its question as the title, of the window too. */
export function Page({ title, about, controls, children }: { title: string; about?: string; controls?: ReactNode; children: ReactNode }) {
  const { current } = useTenancy();
  useEffect(() => {
    document.title = `${title} · ${current.name}`;
  }, [title, current.name]);
  return (
    <div className="stack">
      <div className="page-head">
        <div>
          <h1>{title}</h1>
          {about && <p className="quiet">{about}</p>}
        </div>
        {controls && <div className="controls">{controls}</div>}
      </div>
      {children}
    </div>
  );
}
