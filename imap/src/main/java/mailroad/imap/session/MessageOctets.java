package mailroad.imap.session;

import java.io.IOException;
import mailroad.mailbox.Content;
import mailroad.mime.Octets;
import mailroad.store.StoreException;

/** The content of a message in the store, for those who read messages. */
record MessageOctets(Content content) implements Octets {
  @Override
  public long size() {
    return content.octets();
  }

  @Override
  public int read(long from, byte[] into, int offset, int length) throws IOException {
    try {
      return content.read(from, into, offset, length);
    } catch (StoreException e) {
      throw new IOException("the message cannot be read", e);
    }
  }
}
