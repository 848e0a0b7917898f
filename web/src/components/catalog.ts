import { useQuery } from 'urql';
import { graphql } from '../lib/gql';
import type { CatalogQuery } from '../lib/gql/graphql';

const Catalog = graphql(`
  query Catalog {
    catalog {
      events { name volume }
      properties { name type sample }
    }
  }
`);

export type Known = CatalogQuery['catalog'];

const nothing: Known = { events: [], properties: [] };

/** The names of events and properties that were seen, the most frequent events first. */
export function useCatalog(): Known {
  const [{ data }] = useQuery({ query: Catalog, requestPolicy: 'cache-first' });
  return data?.catalog ?? nothing;
}
