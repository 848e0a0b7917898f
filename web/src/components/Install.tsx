import { Button, CopyButton } from '@mantine/core';
import { useQuery } from 'urql';
import { graphql } from '../lib/gql';
import { EmptyState } from './States';

const Keys = graphql(`
  query Keys {
    tenants {
      id
      sources {
        name
        writeKey
      }
    }
  }
`);

/** Nothing is here yet: the snippet that changes it. */
export function Install({ tenant }: { tenant: string | null }) {
  const [{ data }] = useQuery({ query: Keys });
  const found = data?.tenants.find((item) => tenant === null || item.id === tenant);
  const snippet = `<script defer src="${location.origin}/a.js" data-key="${found?.sources[0]?.writeKey ?? 'YOUR-WRITE-KEY'}"></script>`;
  return (
    <EmptyState title="No events yet">
      <p>Put this line into the head of your pages; visitors appear here within a second.</p>
      <pre className="code">{snippet}</pre>
      <CopyButton value={snippet}>
        {({ copied, copy }) => (
          <Button variant="light" size="sm" mt="md" onClick={copy}>
            {copied ? 'Copied' : 'Copy the line'}
          </Button>
        )}
      </CopyButton>
    </EmptyState>
  );
}
