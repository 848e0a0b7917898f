/** "Overview: Pages, 18–24 Nov" → overview-pages-18-24-nov */
export const fileName = (title: string): string => title.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');

/** Gives the browser a file to keep. */
export function download(content: Blob, name: string): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}

export const downloadCsv = (text: string, title: string): void => download(new Blob([text], { type: 'text/csv;charset=utf-8' }), `${fileName(title)}.csv`);
