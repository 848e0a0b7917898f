import { Badge } from '@mantine/core';
import { useQuery } from 'urql';
import { Answer, EmptyState } from '../../components/States';
import { date, exact, time } from '../../lib/format';
import { graphql } from '../../lib/gql';

const DeadLetters = graphql(`
  query DeadLetters {
    deadLetters(first: 100) {
      totalCount
      nodes { id reason message receivedAt payload }
    }
  }
`);

export default function DeadLettersPage() {
  const [{ data, error, fetching }, again] = useQuery({ query: DeadLetters });
  return (
    <div className="grid">
      <h1 style={{ fontSize: 20, margin: 0 }}>Dead letters</h1>
      <p className="quiet" style={{ margin: 0 }}>Events that were refused, each with its reason and as it was sent.</p>
      <section className="card" aria-label="Dead letters">
        <Answer data={data?.deadLetters} error={error} fetching={fetching} rows={6} retry={() => again({ requestPolicy: 'network-only' })}>
          {(letters) =>
            letters.nodes.length === 0 ? (
              <EmptyState title="Nothing was refused">An event that cannot be taken appears here with what to change.</EmptyState>
            ) : (
              <>
                <p className="quiet" style={{ marginTop: 0 }}>{exact(letters.totalCount)} in all</p>
                <table className="plain">
                  <thead>
                    <tr>
                      <th>Received (UTC)</th>
                      <th>Reason</th>
                      <th>What to change</th>
                      <th>As sent</th>
                    </tr>
                  </thead>
                  <tbody>
                    {letters.nodes.map((letter) => (
                      <tr key={letter.id}>
                        <td data-label="Received (UTC)">
                          {date(letter.receivedAt)} {time(letter.receivedAt)}
                        </td>
                        <td data-label="Reason">
                          <Badge variant="light" color="orange" tt="none">
                            {letter.reason.toLowerCase().replaceAll('_', ' ')}
                          </Badge>
                        </td>
                        <td data-label="What to change">{letter.message}</td>
                        <td data-label="As sent">
                          <details>
                            <summary>Payload</summary>
                            <pre className="code">{typeof letter.payload === 'string' ? letter.payload : JSON.stringify(letter.payload, null, 2)}</pre>
                          </details>
                        </td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </>
            )
          }
        </Answer>
      </section>
    </div>
  );
}
