import js from '@eslint/js';
import hooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const features = ['login', 'live', 'overview', 'events', 'person', 'system'];

export default tseslint.config(
  { ignores: ['src/lib/gql/**', 'dist/**'] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  hooks.configs.flat['recommended-latest'],
  ...features.map((feature) => ({
    files: [`src/features/${feature}/**`],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: features.filter((other) => other !== feature).map((other) => ({ group: [`**/features/${other}/**`, `../${other}/**`], message: 'Features never import each other.' })) },
      ],
    },
  })),
);
