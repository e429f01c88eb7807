/**
 * What the rooms of mail authentication share for reading records: texts that come by again and again are read once.
 * Used by the tasks of sessions, all at once.
 */
@NullMarked
package mailroad.mailauth.reading;

import org.jspecify.annotations.NullMarked;
