import { useQuery } from 'urql';
import { graphql } from '../lib/gql';
import { useTenancy } from '../lib/tenant';
import { Code } from './Code';
import { EmptyState } from './States';

const Keys = graphql(`
  query Keys {
    tenants {
      id
      sources { name writeKey }
    }
  }
`);

/** Nothing is here yet: the snippet that changes it. */
export function Install() {
  const { current } = useTenancy();
  const [{ data }] = useQuery({ query: Keys });
  const key = data?.tenants.find((item) => item.id === current.id)?.sources[0]?.writeKey ?? 'YOUR-WRITE-KEY';
  return (
    <EmptyState title="No events yet">
      <p>Put this line into the head of your pages. Visitors appear here within a second of their first page view.</p>
      <Code label="Snippet for your pages" copy="Copy the line" text={`<script defer src="${location.origin}/a.js" data-key="${key}"></script>`} />
      <p>Or send an event from a terminal, to see how it looks:</p>
      <Code
        label="Command that sends an event"
        copy="Copy the command"
        text={`curl ${location.origin}/v1/track -u ${key}: -H 'Content-Type: application/json' -d '{"anonymousId":"me","event":"Tried it"}'`}
      />
    </EmptyState>
  );
}
