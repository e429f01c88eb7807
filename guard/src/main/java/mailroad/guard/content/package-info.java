/**
 * What hangs on messages: files by what they really are, not by what they are called. {@link
 * mailroad.guard.content.AttachmentFilter} finds the files of a message, {@link mailroad.guard.content.FileType} tells
 * each by its first octets, {@link mailroad.guard.content.FileName} judges its name, and {@link
 * mailroad.guard.content.Unpacking} looks into archives and office documents, within {@link
 * mailroad.guard.content.ArchiveConfig}'s bounds: what is packed in another is told by its first octets without being
 * unpacked whole, so that what would become a thousand times its size never does so here (RFC 1951, RFC 1952).
 *
 * <p>Everything runs in the task that asks; files are looked into by a few tasks at a time, and the others wait.
 */
@NullMarked
package mailroad.guard.content;

import org.jspecify.annotations.NullMarked;
