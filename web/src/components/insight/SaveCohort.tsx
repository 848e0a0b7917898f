import { Button } from '@mantine/core';
import { IconUsersPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useClient } from 'urql';
import { graphql } from '../../lib/gql';
import type { CohortInput } from '../../lib/gql/graphql';
import { SaveAs } from './SaveAs';

const DefineCohort = graphql(`
  mutation DefineCohort($name: String!, $input: CohortInput!) { defineCohort(name: $name, input: $input) { id } }
`);

/** Keeps the persons of a figure as a cohort that questions can be asked of. */
export function SaveCohort({ name, input }: { name: string; input: CohortInput }) {
  const client = useClient();
  const [open, show] = useState(false);
  const [said, say] = useState('');
  return (
    <div className="controls spread">
      <span role="status" className="quiet">
        {said}
      </span>
      <Button size="compact-sm" variant="light" leftSection={<IconUsersPlus size={14} aria-hidden />} onClick={() => show(true)}>
        Save as cohort
      </Button>
      {open && (
        <SaveAs
          title="Save these persons as a cohort"
          initial={name}
          onClose={() => show(false)}
          onSave={async (chosen) => {
            const { error } = await client.mutation(DefineCohort, { name: chosen, input });
            if (!error) say(`Saved as “${chosen}”.`);
            return error;
          }}
        >
          <p className="quiet flush">It keeps who is in it now. Every question can be asked of it alone: choose it in the header of the Explore pages, or name it as segmentId.</p>
        </SaveAs>
      )}
    </div>
  );
}
