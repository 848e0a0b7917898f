import type { ReactNode } from 'react';

/** A titled part of a page; what changes or exports it stands at the right. */
export function Card({ title, controls, children, className = '' }: { title: string; controls?: ReactNode; children: ReactNode; className?: string }) {
  return (
    <section className={`card ${className}`} aria-label={title}>
      <header>
        <h2>{title}</h2>
        {controls && <div className="controls">{controls}</div>}
      </header>
      {children}
    </section>
  );
}
