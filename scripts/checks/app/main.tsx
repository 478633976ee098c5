import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import 'hummer-react/styles.css';
import { App } from './App';

const query = new URLSearchParams(location.search);
const root = document.getElementById('root');
if (root === null) throw new Error('no #root');
createRoot(root).render(
  <StrictMode>
    <App uid={query.get('uid')} url={query.get('url') ?? ''} />
  </StrictMode>,
);
