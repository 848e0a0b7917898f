import type { CodegenConfig } from '@graphql-codegen/cli';

const config: CodegenConfig = {
  schema: '../src/ReadApi/schema.graphql',
  documents: ['src/**/*.{ts,tsx}', '!src/lib/gql/**'],
  ignoreNoDocuments: true,
  generates: {
    './src/lib/gql/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: {
        enumsAsTypes: true,
        useTypeImports: true,
        scalars: { Date: 'string', DateTime: 'string', Duration: 'string', JSON: 'Record<string, unknown>', Long: 'number' },
      },
    },
  },
};

export default config;
