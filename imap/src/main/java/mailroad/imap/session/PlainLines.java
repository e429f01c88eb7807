package mailroad.imap.session;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import mailroad.imap.command.FetchItem;
import mailroad.mailbox.Flags;

/**
 * FETCH responses of what the view knows by itself (RFC 3501 section 7.4.2), as when a client opens a large mailbox: written as
 * octets, without an object for each message. Used by one task, for one command.
 */
final class PlainLines {
  private static final int FULL = 65_536;
  private static final int FIRST_OCTETS = 512;
  private static final int NUMBER_OCTETS_MAX = 20;

  private static final byte[] BEGIN = ascii("* ");
  private static final byte[] FETCH = ascii(" FETCH (");
  private static final byte[] UIDFETCH = ascii(" UIDFETCH ("); // RFC 9586 section 3.3
  private static final byte[] UID = ascii("UID ");
  private static final byte[] SIZE = ascii("RFC822.SIZE ");
  private static final byte[] MODSEQ = ascii("MODSEQ (");
  private static final byte[] END = ascii(")\r\n");

  private final View view;
  private final Responses out;
  private final List<FetchItem> items;
  private final boolean numbered;
  private byte[] octets = new byte[FIRST_OCTETS];
  private int used;
  private Flags lastFlags = Flags.NONE;
  private byte[] lastText = flags("");

  PlainLines(View view, Responses out, List<FetchItem> items) {
    this.view = view;
    this.out = out;
    this.items = items;
    this.numbered = !view.enabled().isUidOnly();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] flags(String atoms) {
    return ascii("FLAGS (" + atoms + ")");
  }

  /** Writes the responses of these messages. */
  void tell(List<Integer> indexes) throws IOException {
    int count = indexes.size();
    for (int i = 0; i < count; i++) {
      line(indexes.get(i));
    }
    drain();
  }

  private void line(int index) throws IOException {
    put(BEGIN);
    number(numbered ? index + 1 : view.uid(index));
    put(numbered ? FETCH : UIDFETCH);
    for (int i = 0; i < items.size(); i++) {
      if (i > 0) {
        put((byte) ' ');
      }
      item(items.get(i), index);
    }
    put(END);
    if (used >= FULL) {
      drain();
    }
  }

  private void item(FetchItem item, int index) throws IOException {
    if (item instanceof FetchItem.Uid) {
      put(UID);
      number(view.uid(index));
    } else if (item instanceof FetchItem.Flags) {
      flags(index);
    } else if (item instanceof FetchItem.Size) {
      put(SIZE);
      number(view.octets(index));
    } else if (item instanceof FetchItem.ModSeq) {
      put(MODSEQ);
      number(view.modseq(index));
      put((byte) ')');
    } else {
      put(ascii(view.plain(item, view.message(index)).orElseThrow()));
    }
  }

  /** Most messages have the flags of the one before. */
  private void flags(int index) throws IOException {
    Flags flags = view.flags(index);
    if (view.isRecent(index)) {
      put(ascii(view.flags(view.message(index))));
      return;
    }
    if (!flags.equals(lastFlags)) {
      lastFlags = flags;
      lastText = flags(flags.text());
    }
    put(lastText);
  }

  private void number(long value) throws IOException {
    room(NUMBER_OCTETS_MAX);
    int digits = 1;
    for (long bound = 10; digits < NUMBER_OCTETS_MAX - 1 && value >= bound; bound *= 10) {
      digits++;
    }
    int at = used + digits;
    used = at;
    long rest = value;
    while (rest > Integer.MAX_VALUE) {
      octets[--at] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    int small = (int) rest;
    do {
      int tenth = small / 10;
      octets[--at] = (byte) ('0' + small - 10 * tenth);
      small = tenth;
    } while (small > 0);
  }

  private void put(byte octet) throws IOException {
    room(1);
    octets[used++] = octet;
  }

  private void put(byte[] some) throws IOException {
    room(some.length);
    System.arraycopy(some, 0, octets, used, some.length);
    used += some.length;
  }

  private void room(int more) throws IOException {
    if (more > octets.length - used) {
      widen(more);
    }
  }

  private void widen(int more) throws IOException {
    if (used >= FULL) {
      drain();
    }
    int room = Math.max(used + more, Math.min(2 * octets.length, FULL + FIRST_OCTETS));
    octets = Arrays.copyOf(octets, room);
  }

  private void drain() throws IOException {
    out.octets(octets, used);
    used = 0;
  }
}
