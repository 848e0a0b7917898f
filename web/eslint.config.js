import { readdirSync } from 'node:fs';
import js from '@eslint/js';
import hooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const features = readdirSync(new URL('src/features', import.meta.url));
const shared = { group: ['**/features/**', '**/app/**'], message: 'What is shared knows no feature and no frame.' };

const restricted = (files, patterns) => ({ files, rules: { 'no-restricted-imports': ['error', { patterns }] } });

export default tseslint.config(
  { ignores: ['src/lib/gql/**', 'dist/**'] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  hooks.configs.flat['recommended-latest'],
  { rules: { '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }] } },
  restricted(['src/lib/**'], [shared, { group: ['**/components/**'], message: 'The library knows no component.' }]),
  restricted(['src/components/**'], [shared]),
  ...features.map((feature) =>
    restricted(
      [`src/features/${feature}/**`],
      [
        { group: ['**/app/**'], message: 'A feature knows nothing of the frame around it.' },
        { group: features.filter((other) => other !== feature).flatMap((other) => [`**/features/${other}/**`, `../${other}/**`]), message: 'Features never import each other.' },
      ],
    ),
  ),
);
