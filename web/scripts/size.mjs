// What a first visit loads before any chart, gzipped: the page, its scripts and styles as index.html names them.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const limit = 300 * 1024;
const html = readFileSync('dist/index.html', 'utf8');
const files = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map((match) => match[1]);
const total = [html, ...files.map((file) => readFileSync(`dist/${file}`))].reduce((sum, file) => sum + gzipSync(file).length, 0);
console.log(`First load: ${(total / 1024).toFixed(1)} KB gzipped of ${limit / 1024} KB`);
process.exit(total > limit ? 1 : 0);
