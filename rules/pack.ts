/** The file format of a pack of rules. */
import { z } from 'zod';

/** The format version that this app writes and the newest that it reads. */
export const PACK_FORMAT = 1;

/** A pack file; its rules are checked one by one, so that one bad rule does not cost the others. */
export const PackFile = z.strictObject({
  $schema: z.string().optional(),
  format: z.literal(PACK_FORMAT),
  id: z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'lower-case letters, digits and "-"').max(60),
  version: z.string().min(1).max(40),
  name: z.string().min(1).max(200),
  language: z.enum(['zh-CN', 'en']),
  description: z.string().max(2_000).optional(),
  rules: z.array(z.unknown()).max(100_000),
});
