/** The engine process: reads scans, embeds them, answers. Started by the app through fork-port.ts or utility-port.ts. */
import { childPort } from './child-port.ts';
import { serve } from './serve.ts';

serve(childPort(), () => process.exit(0));
