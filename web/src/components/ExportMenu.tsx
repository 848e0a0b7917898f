import { ActionIcon, Menu } from '@mantine/core';
import { IconDotsVertical, IconFileTypeCsv, IconPhoto } from '@tabler/icons-react';
import type { ReactNode } from 'react';

/** What can be taken away from a card: its figures, its picture. */
export function ExportMenu({ of, csv, png, children }: { of: string; csv?: (() => void) | undefined; png?: (() => void) | undefined; children?: ReactNode }) {
  return (
    <Menu position="bottom-end" withinPortal={false} transitionProps={{ duration: 100 }}>
      <Menu.Target>
        <ActionIcon className="export" variant="subtle" color="gray" size="md" aria-label={`Export ${of}`}>
          <IconDotsVertical size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {csv && (
          <Menu.Item leftSection={<IconFileTypeCsv size={16} aria-hidden />} onClick={csv}>
            Save as CSV
          </Menu.Item>
        )}
        {png && (
          <Menu.Item leftSection={<IconPhoto size={16} aria-hidden />} onClick={png}>
            Save as PNG
          </Menu.Item>
        )}
        {children}
      </Menu.Dropdown>
    </Menu>
  );
}
