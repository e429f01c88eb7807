package mailroad.dns;

import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** What a server answers. Pure: octets out. */
final class Outgoing {
  private static final int MESSAGE_OCTETS_MAX = 65_535;

  /** So that a failure never needs TCP. */
  private static final int REASON_CHARACTERS_MAX = 160;

  private final Incoming.Asked asked;
  private final Authority.Reply reply;
  private boolean recursion;
  private String extendedError = "";
  private boolean secure;

  Outgoing(Incoming.Asked asked, Authority.Reply reply) {
    this.asked = asked;
    this.reply = reply;
  }

  static byte[] error(Incoming.Asked asked, int rcode) {
    return new Outgoing(asked, new Authority.Reply(rcode, false, List.of(), List.of(), List.of()))
        .octets(true);
  }

  /** Says that this server recurses (RFC 1035 section 4.1.1). */
  Outgoing withRecursion() {
    recursion = true;
    return this;
  }

  /** Says that DNSSEC proves it, if the asker wants to hear that (RFC 6840 section 5.7). */
  Outgoing withSecurity(boolean secure) {
    this.secure = secure && asked.wantsVerdict();
    return this;
  }

  /** Says why (RFC 8914); empty says nothing. */
  Outgoing because(String reason) {
    extendedError = reason.substring(0, Math.min(reason.length(), REASON_CHARACTERS_MAX));
    return this;
  }

  /**
   * The answer as it goes out. What does not fit into a datagram loses its additional section if nobody
   * depends on that, and else all, with a word to ask over TCP (RFC 2181 section 9, RFC 9471 section 3).
   */
  byte[] octets(boolean tcp) {
    int limit = tcp ? MESSAGE_OCTETS_MAX : asked.udpOctetsMax();
    byte[] whole = message(reply).toWire();
    if (whole.length <= limit) {
      return whole;
    }
    if (!reply.isReferral()) {
      byte[] lean = message(without(reply.answer(), reply.authority())).toWire();
      if (lean.length <= limit) {
        return lean;
      }
    }
    return truncated().toWire();
  }

  Message truncated() {
    Message message = message(without(List.of(), List.of()));
    message.getHeader().setFlag(Flags.TC);
    return message;
  }

  Message message() {
    return message(reply);
  }

  private Authority.Reply without(List<Record> answer, List<Record> authority) {
    return new Authority.Reply(reply.rcode(), reply.authoritative(), answer, authority, List.of());
  }

  private Message message(Authority.Reply parts) {
    Message message = new Message(asked.query().getHeader().getID());
    message.getHeader().setFlag(Flags.QR);
    message.getHeader().setRcode(parts.rcode() & 0xf);
    set(message, Flags.AA, parts.authoritative());
    set(message, Flags.RD, asked.wantsRecursion());
    set(message, Flags.RA, recursion);
    set(message, Flags.AD, secure);
    message.addRecord(asked.query().getQuestion(), Section.QUESTION);
    parts.answer().forEach(record -> message.addRecord(record, Section.ANSWER));
    parts.authority().forEach(record -> message.addRecord(record, Section.AUTHORITY));
    parts.additional().forEach(record -> message.addRecord(record, Section.ADDITIONAL));
    if (asked.hasEdns()) {
      message.addRecord(opt(parts.rcode()), Section.ADDITIONAL);
    }
    return message;
  }

  private static void set(Message message, int flag, boolean on) {
    if (on) {
      message.getHeader().setFlag(flag);
    }
  }

  private OPTRecord opt(int rcode) {
    List<EDNSOption> options = new ArrayList<>();
    if (!extendedError.isEmpty()) {
      int code =
          extendedError.startsWith(Finding.BOGUS)
              ? ExtendedErrorCodeOption.DNSSEC_BOGUS
              : ExtendedErrorCodeOption.OTHER;
      options.add(new ExtendedErrorCodeOption(code, extendedError));
    }
    int flags = asked.wantsProof() ? ExtendedFlags.DO : 0;
    return new OPTRecord(asked.udpOctetsMax(), rcode >> 4, 0, flags, options);
  }
}
