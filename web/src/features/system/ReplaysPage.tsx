import { Page } from '../../components/Page';
import { Answer, EmptyState } from '../../components/States';
import { useAnswer } from '../../lib/answer';
import { graphql } from '../../lib/gql';
import { Rebuilds } from './Rebuilds';
import { WhatIf } from './WhatIf';

const Rebuildable = graphql(`
  query Rebuildable {
    viewer { isAdmin }
    projections { name }
  }
`);

/** Building read models anew from the events, and watching it. */
export default function ReplaysPage() {
  const { data, error, fetching, retry } = useAnswer(Rebuildable, {});
  return (
    <Page title="Replays" about="A read model is built anew from every event beside the running one, compared with it row by row, and takes over without a gap.">
      <Answer data={data} error={error} fetching={fetching} shape="rows" retry={retry}>
        {({ viewer, projections }) =>
          viewer.isAdmin ? (
            <div className="stack">
              <Rebuilds names={projections.map((projection) => projection.name)} />
              <WhatIf />
            </div>
          ) : (
            <section className="card" aria-label="Rebuilds">
              <EmptyState title="Only administrators replay">
                <p>Ask one of them to rebuild a read model; figures stay as they are meanwhile.</p>
              </EmptyState>
            </section>
          )
        }
      </Answer>
    </Page>
  );
}
