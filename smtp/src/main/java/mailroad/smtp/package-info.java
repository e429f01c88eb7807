/** SMTP: grammar, commands, replies, extensions; server session; client session. */
@NullMarked
package mailroad.smtp;

import org.jspecify.annotations.NullMarked;
