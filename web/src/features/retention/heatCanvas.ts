import { resolve } from '../../components/chart/palette';
import { pictureScale } from '../../components/chart/picture';
import { exact, percent, periodName } from '../../lib/format';
import { begun, calendars, nouns } from './definition';
import type { Retention } from './RetentionPage';

const [head, row, names, size, cell] = [28, 30, 210, 70, 64];

/** The triangle as a picture. */
export function heatCanvas({ cohorts, mean, period, asOf }: Retention): HTMLCanvasElement {
  const shown = cohorts.filter((cohort) => cohort.size > 0);
  const canvas = document.createElement('canvas');
  canvas.width = (names + size + (mean.length - 1) * cell) * pictureScale;
  canvas.height = (head + shown.length * row) * pictureScale;
  const pen = canvas.getContext('2d');
  if (!pen) return canvas;
  pen.scale(pictureScale, pictureScale);
  pen.textBaseline = 'middle';
  const [text, quiet, strong] = [resolve('--mantine-color-text'), resolve('--quiet'), resolve('--bar-strong')];
  const most = Number(resolve('--heat'));
  const write = (words: string, x: number, y: number, align: CanvasTextAlign, colour: string) => {
    pen.font = '13px system-ui, sans-serif';
    pen.textAlign = align;
    pen.fillStyle = colour;
    pen.fillText(words, x, y);
  };
  mean.slice(1).forEach((_, index) => write(`${nouns[period]} ${index + 1}`, names + size + (index + 0.5) * cell, head / 2, 'center', quiet));
  shown.forEach((cohort, line) => {
    const y = head + (line + 0.5) * row;
    write(`${periodName(cohort.start, calendars[period])} ${cohort.breakdown ?? ''}`, 0, y, 'left', text);
    write(exact(cohort.size), names + size - 12, y, 'right', text);
    cohort.rates.slice(1).forEach((rate, index) => {
      if (!begun(cohort.start, period, index + 1, asOf)) return;
      pen.globalAlpha = rate * most;
      pen.fillStyle = strong;
      pen.fillRect(names + size + index * cell + 1, y - row / 2 + 1, cell - 2, row - 2);
      pen.globalAlpha = 1;
      write(percent(rate), names + size + (index + 0.5) * cell, y, 'center', text);
    });
  });
  return canvas;
}
