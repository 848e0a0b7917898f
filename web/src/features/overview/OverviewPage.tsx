import { Nothing } from '../../components/Nothing';
import { Page } from '../../components/Page';
import { Answer } from '../../components/States';
import { useAnswer } from '../../lib/answer';
import { rangeName } from '../../lib/format';
import { useView } from '../../lib/view';
import { Figures } from './Figures';
import { figuresOf, OverviewFigures, tops } from './questions';
import { TopCard } from './TopCard';
import { TrendCard } from './TrendCard';

export { ask } from './questions';

/** How is it going: the key figures against the time before, their course, and where they come from. */
export default function OverviewPage() {
  const { view } = useView();
  const { data, error, fetching, retry } = useAnswer(OverviewFigures, figuresOf(view), { fresh: view.running });
  const nothing = data?.overview.current.events === 0 && view.filters.length === 0;
  return (
    <Page title="Overview" about={[rangeName(view.from, view.to), view.compare && `compared with ${rangeName(view.before.from, view.before.to)}`, view.compare && view.running && 'up to the same time'].filter(Boolean).join(', ')}>
      <section className="card" aria-label="Key figures">
        <Answer data={data} error={error} fetching={fetching} shape="figures" retry={retry}>
          {(answer) => <Figures now={answer.overview.current} before={answer.before?.current} />}
        </Answer>
      </section>
      {nothing ? (
        <section className="card" aria-label="No events">
          <Nothing />
        </section>
      ) : (
        <>
          <TrendCard />
          <div className="grid two">
            {tops.map((top) => (
              <TopCard key={top.name} title={top.title} name={top.name} tabs={top.tabs} />
            ))}
          </div>
        </>
      )}
    </Page>
  );
}
