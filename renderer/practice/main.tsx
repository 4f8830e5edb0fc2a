import { createRoot } from 'react-dom/client';
import { PracticeWindow } from './PracticeWindow';

createRoot(document.getElementById('root')!).render(<PracticeWindow />);
