package mailroad.dns;

import java.util.Optional;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What came in at a server. Pure: octets in, octets out. */
sealed interface Incoming {
  /** Nobody is to be answered: too short, or an answer itself. */
  record Ignored() implements Incoming {}

  /** Not a question that a server here answers; this is what it gets. */
  record Rejected(byte[] answer) implements Incoming {}

  /** One question in class IN. */
  record Asked(Message query, Question question, int udpOctetsMax) implements Incoming {
    boolean wantsRecursion() {
      return Messages.flag(query, Flags.RD);
    }

    /** Whether it is of interest that DNSSEC proves the answer (RFC 6840 section 5.7). */
    boolean wantsVerdict() {
      return Messages.flag(query, Flags.AD) || wantsProof();
    }

    /** Whether signatures are wanted (RFC 3225). */
    boolean wantsProof() {
      return hasEdns() && (query.getOPT().getFlags() & ExtendedFlags.DO) != 0;
    }

    boolean hasEdns() {
      return query.getOPT() != null;
    }
  }

  /** Reads the octets of a query. */
  static Incoming read(byte[] octets, DnsServerConfig config) {
    if (octets.length < Messages.HEADER_OCTETS || (octets[2] & 0x80) != 0) {
      // Two servers that answer answers would keep each other busy for ever.
      return new Ignored();
    }
    Optional<Message> message = Messages.parse(octets);
    if (message.isEmpty()) {
      return new Rejected(bare(Messages.id(octets), Rcode.FORMERR));
    }
    Message query = message.get();
    if (query.getHeader().getOpcode() != Opcode.QUERY) {
      return new Rejected(bare(query.getHeader().getID(), Rcode.NOTIMP));
    }
    Record asked = query.getQuestion();
    if (asked == null || query.getHeader().getCount(Section.QUESTION) != 1) {
      return new Rejected(bare(query.getHeader().getID(), Rcode.FORMERR));
    }
    return asked(query, asked, config);
  }

  private static Incoming asked(Message query, Record asked, DnsServerConfig config) {
    OPTRecord opt = query.getOPT();
    int takes = opt == null ? 0 : opt.getPayloadSize();
    int limit = Math.max(Messages.PLAIN_UDP_OCTETS_MAX, Math.min(takes, config.udpOctetsMax()));
    Question question = new Question(asked.getName(), asked.getType());
    Asked it = new Asked(query, question, limit);
    if (opt != null && opt.getVersion() > 0) {
      return new Rejected(Outgoing.error(it, Rcode.BADVERS));
    }
    boolean transfer = asked.getType() == Type.AXFR || asked.getType() == Type.IXFR;
    return transfer || asked.getDClass() != DClass.IN
        ? new Rejected(Outgoing.error(it, Rcode.REFUSED))
        : it;
  }

  /** A header alone, for what could not be read any further. */
  private static byte[] bare(int id, int rcode) {
    Message answer = new Message(id);
    answer.getHeader().setFlag(Flags.QR);
    answer.getHeader().setRcode(rcode);
    return answer.toWire();
  }
}
