import { Card } from '../../components/Card';
import { Page } from '../../components/Page';
import { Answer, EmptyState } from '../../components/States';
import { useAnswer } from '../../lib/answer';
import { HistoryCard } from './HistoryCard';
import { ImportTable } from './ImportTable';
import { UploadForm } from './UploadForm';
import { Imports } from './imports';

/** What happened before: files of other tools, how far their import has come, and what those tools counted. */
export default function ImportsPage() {
  const { data, error, fetching, retry } = useAnswer(Imports, {}, { fresh: true, every: 2_000 });
  return (
    <Page title="Imports" about="Bring your history along. Every event is stored once, however often a file is imported; what cannot be read becomes a dead letter.">
      <UploadForm onTaken={retry} />
      <Card title="Files">
        <Answer data={data?.imports} error={error} fetching={fetching} shape="rows" retry={retry}>
          {(imports) =>
            imports.length === 0 ? (
              <EmptyState title="Nothing was imported yet">
                <p>Choose a file above, or use the command <code>ops/platform import</code> for files that lie on the server.</p>
              </EmptyState>
            ) : (
              <ImportTable imports={imports} onChanged={retry} />
            )
          }
        </Answer>
      </Card>
      <HistoryCard />
    </Page>
  );
}
