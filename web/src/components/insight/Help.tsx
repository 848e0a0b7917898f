import { ActionIcon, Tooltip } from '@mantine/core';
import { IconHelpCircle } from '@tabler/icons-react';

/** The exact definition of a figure, for the pointer, the finger and the keyboard. */
export function Help({ of, children }: { of: string; children: string }) {
  return (
    <Tooltip label={children} multiline w={300} position="bottom-start" withinPortal={false} events={{ hover: true, focus: true, touch: true }} transitionProps={{ duration: 0 }}>
      <ActionIcon variant="subtle" color="gray" size="sm" aria-label={`What ${of} means`}>
        <IconHelpCircle size={16} stroke={1.6} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}
