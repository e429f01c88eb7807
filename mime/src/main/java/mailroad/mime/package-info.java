/** Header fields and structure of messages, read without re-serialising; building notices. */
@NullMarked
package mailroad.mime;

import org.jspecify.annotations.NullMarked;
