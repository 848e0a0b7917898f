import { resolve } from '../../components/chart/palette';
import { pictureScale } from '../../components/chart/picture';
import { cellText, type Table } from './answers';

const [row, pad, most] = [28, 16, 40];
const font = '13px system-ui, sans-serif';

/** Rows as a picture, for what has no chart. */
export function tableCanvas({ head, rows }: Table): HTMLCanvasElement {
  const lines = [head, ...rows.slice(0, most).map((cells) => cells.map(cellText))];
  const canvas = document.createElement('canvas');
  const pen = canvas.getContext('2d');
  if (!pen) return canvas;
  pen.font = font;
  const widths = head.map((_, column) => Math.max(...lines.map((line) => pen.measureText(line[column] ?? '').width)) + pad);
  canvas.width = Math.max(320, widths.reduce((sum, width) => sum + width, 0)) * pictureScale;
  canvas.height = lines.length * row * pictureScale;
  pen.scale(pictureScale, pictureScale);
  pen.textBaseline = 'middle';
  lines.forEach((line, index) => {
    pen.font = index === 0 ? `600 ${font}` : font;
    pen.fillStyle = resolve(index === 0 ? '--quiet' : '--mantine-color-text');
    line.forEach((text, column) => pen.fillText(text, widths.slice(0, column).reduce((sum, width) => sum + width, 0), (index + 0.5) * row));
  });
  return canvas;
}
