import { download, fileName } from '../../lib/download';
import { resolve } from './palette';
import { pictureScale } from './picture';

const margin = 24;
const font = 'system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';

/** Saves a chart as people see it, with its title and range above it, so that the picture says what it shows wherever it goes. */
export function downloadPng(chart: HTMLCanvasElement, title: string, subtitle: string, legend: readonly { label: string; colour: string }[] = []): void {
  const scale = chart.clientWidth > 0 ? chart.width / chart.clientWidth : pictureScale;
  const head = 64 + (legend.length > 1 ? 24 : 0);
  const picture = document.createElement('canvas');
  picture.width = chart.width + 2 * margin * scale;
  picture.height = chart.height + (head + margin) * scale;
  const pen = picture.getContext('2d');
  if (!pen) return;
  pen.scale(scale, scale);
  pen.fillStyle = resolve('--surface');
  pen.fillRect(0, 0, picture.width, picture.height);
  pen.fillStyle = resolve('--mantine-color-text');
  pen.font = `600 16px ${font}`;
  pen.fillText(title, margin, 32);
  pen.fillStyle = resolve('--quiet');
  pen.font = `13px ${font}`;
  pen.fillText(subtitle, margin, 52);
  let left = margin;
  if (legend.length > 1)
    for (const { label, colour } of legend) {
      pen.fillStyle = resolve(colour);
      pen.fillRect(left, 68, 10, 10);
      pen.fillStyle = resolve('--quiet');
      pen.fillText(label, left + 14, 78);
      left += 14 + pen.measureText(label).width + 16;
    }
  pen.drawImage(chart, margin, head, chart.width / scale, chart.height / scale);
  picture.toBlob((blob) => blob && download(blob, `${fileName(title)}.png`));
}
