package mailroad.dns;

import java.io.IOException;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/**
 * One query as sent, and whether what comes back belongs to it (RFC 5452 section 9): the id, the question, and
 * the case of its letters, all as we chose them at random. Address and port are the caller's to check.
 */
record Query(int id, Name name, Form form, byte[] octets) {
  /**
   * How a query is put.
   *
   * @param manner what is wanted of the server
   * @param edns whether with an EDNS record (RFC 6891)
   * @param mixedCase whether letters are in random case
   */
  record Form(Question question, Manner manner, boolean edns, boolean mixedCase) {
    Form withoutEdns() {
      return new Form(question, manner, false, mixedCase);
    }

    Form inLowerCase() {
      return new Form(question, manner, edns, false);
    }
  }

  /** What is wanted of a server. */
  enum Manner {
    /** What it knows itself. */
    AUTHORITY,
    /** What it knows itself, with signatures (RFC 3225). */
    PROVEN_AUTHORITY,
    /** To find out. */
    RECURSION,
    /** To find out, and to say whether DNSSEC proves it (RFC 6840 section 5.7). */
    JUDGED_RECURSION;

    boolean recursion() {
      return this == RECURSION || this == JUDGED_RECURSION;
    }
  }

  /** How an incoming message relates to a query. */
  enum Match {
    /** It is the answer. */
    YES,
    /** It is, but the letters of the name are in another case: a careless server, or a forger. */
    OTHER_CASE,
    /** It is not. */
    NO
  }

  /** Makes a query with a new random id. */
  static Query of(Form form, int udpOctetsMax, RandomGenerator random) {
    int id = random.nextInt(1 << 16);
    Name name = form.mixedCase() ? mixed(form.question().name(), random) : form.question().name();
    Message message = new Message(id);
    message.getHeader().setOpcode(Opcode.QUERY);
    if (form.manner().recursion()) {
      message.getHeader().setFlag(Flags.RD);
    }
    if (form.manner() == Manner.JUDGED_RECURSION) {
      message.getHeader().setFlag(Flags.AD);
    }
    message.addRecord(Record.newRecord(name, form.question().type(), DClass.IN), Section.QUESTION);
    if (form.edns()) {
      int flags = form.manner() == Manner.PROVEN_AUTHORITY ? ExtendedFlags.DO : 0;
      message.addRecord(new OPTRecord(udpOctetsMax, 0, 0, flags), Section.ADDITIONAL);
    }
    return new Query(id, name, form, message.toWire());
  }

  /** Each letter in a case drawn by lot: as many bits more for a forger to guess as the name has letters. */
  private static Name mixed(Name name, RandomGenerator random) {
    byte[] wire = name.toWire();
    for (int i = 0; i < wire.length; i++) {
      int lower = wire[i] | 0x20;
      // Length octets are 63 at most, below any letter.
      if (lower >= 'a' && lower <= 'z' && wire[i] >= 'A') {
        wire[i] = (byte) (random.nextBoolean() ? lower : lower & ~0x20);
      }
    }
    try {
      return new Name(wire);
    } catch (IOException e) {
      throw new IllegalStateException("a name that was one before", e);
    }
  }

  /** Whether the octets can be the answer at all; tells without reading further. */
  boolean bearsId(byte[] octets) {
    return octets.length >= Messages.HEADER_OCTETS && Messages.id(octets) == id;
  }

  Match match(Message message) {
    if (message.getHeader().getID() != id
        || !Messages.flag(message, Flags.QR)
        || message.getHeader().getOpcode() != Opcode.QUERY) {
      return Match.NO;
    }
    Record asked = message.getQuestion();
    if (asked == null) {
      return message.getHeader().getCount(Section.QUESTION) == 0 && isComplaint(message)
          ? Match.YES
          : Match.NO;
    }
    if (message.getHeader().getCount(Section.QUESTION) != 1
        || asked.getType() != form.question().type()
        || asked.getDClass() != DClass.IN
        || !asked.getName().equals(name)) {
      return Match.NO;
    }
    return !form.mixedCase() || Arrays.equals(asked.getName().toWire(), name.toWire())
        ? Match.YES
        : Match.OTHER_CASE;
  }

  /** Old servers that choke on EDNS send back a bare header; a forger gains nothing by that. */
  private static boolean isComplaint(Message message) {
    int rcode = message.getRcode();
    return rcode == Rcode.FORMERR
        || rcode == Rcode.NOTIMP
        || rcode == Rcode.SERVFAIL
        || rcode == Rcode.REFUSED;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Query query && Arrays.equals(octets, query.octets);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(octets);
  }
}
