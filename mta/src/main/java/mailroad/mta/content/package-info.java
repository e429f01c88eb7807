/** The content of messages, as it lies in the store. */
@NullMarked
package mailroad.mta.content;

import org.jspecify.annotations.NullMarked;
