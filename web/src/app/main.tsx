import '@mantine/core/styles.css';
import './app.css';
import { MantineProvider } from '@mantine/core';
import { lazy, StrictMode, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter, Route, Routes } from 'react-router';
import { App } from './App';
import { theme } from './theme';

// Whoever has a link sees a dashboard and nothing else: no log-in, no menu.
const SharedPage = lazy(() => import('../features/dashboards/SharedPage'));

const root = document.getElementById('root');
if (!root) throw new Error('The page has no root element.');
createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <BrowserRouter>
        <Suspense fallback={null}>
          <Routes>
            <Route path="/shared/:token" element={<SharedPage />} />
            <Route path="*" element={<App />} />
          </Routes>
        </Suspense>
      </BrowserRouter>
    </MantineProvider>
  </StrictMode>,
);
