import { useEffect, useState } from 'react';

interface Report {
  checks: Record<string, { status: string; description: string | null }>;
}

const every = 15_000;

/** What the host itself says is wrong, in its own words; gone once it is ready again. */
export function Trouble() {
  const [problems, setProblems] = useState<string[]>([]);
  useEffect(() => {
    const look = () => {
      if (document.hidden) return;
      fetch('/health/ready')
        .then(async (answer) => (answer.status === 503 ? ((await answer.json()) as Report) : { checks: {} }))
        .then(({ checks }) => setProblems(Object.values(checks).flatMap(({ status, description }) => (status === 'Unhealthy' && description ? [description] : []))))
        .catch(() => setProblems([])); // nobody answers: that is told elsewhere
    };
    look();
    const timer = setInterval(look, every);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, []);
  return (
    <div role="status">
      {problems.map((problem) => (
        <div key={problem} className="banner">
          {problem}
        </div>
      ))}
    </div>
  );
}
