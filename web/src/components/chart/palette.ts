/** The colours of lines, as custom properties of the theme: eight that colour-blind people tell apart, on light and dark. */
export const colours: readonly string[] = ['--series-1', '--series-2', '--series-3', '--series-4', '--series-5', '--series-6', '--series-7', '--series-8'];

export const colourOf = (index: number): string => colours[index % colours.length] ?? '--series-1';

/** What a custom property stands for in the theme that is shown. */
export const resolve = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
