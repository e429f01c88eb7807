package mailroad.dns;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import mailroad.kernel.Text;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Reads messages from the wire, and says what is in them. */
final class Messages {
  /** Octets of the header (RFC 1035 section 4.1.1). */
  static final int HEADER_OCTETS = 12;

  /** Longest message over UDP without EDNS (RFC 1035 section 4.2.1). */
  static final int PLAIN_UDP_OCTETS_MAX = 512;

  private static final int NAMES_SHOWN_MAX = 13;

  private Messages() {}

  /** Reads a message; empty if the octets are none. */
  static Optional<Message> parse(byte[] octets) {
    try {
      return Optional.of(new Message(octets));
    } catch (IOException | IllegalArgumentException | IllegalStateException e) {
      // dnsjava reports most malformed messages as IOException, and some numbers out of range, such
      // as
      // a record type or a time to live that cannot be, by the complaints of its constructors.
      return Optional.empty();
    } catch (IndexOutOfBoundsException | ClassCastException e) {
      // No message is known that makes dnsjava do this; octets from anybody must not find one.
      return Optional.empty();
    }
  }

  /** The id of a message that may be malformed; it has a header at least. */
  static int id(byte[] octets) {
    return (octets[0] & 0xff) << 8 | octets[1] & 0xff;
  }

  /** The records of a section that are of class IN. */
  static List<Record> section(Message message, int section) {
    return message.getSection(section).stream()
        .filter(record -> record.getDClass() == DClass.IN && record.getType() != Type.OPT)
        .toList();
  }

  static Optional<SOARecord> soa(Message message) {
    return section(message, Section.AUTHORITY).stream()
        .filter(SOARecord.class::isInstance)
        .map(SOARecord.class::cast)
        .findFirst();
  }

  static boolean flag(Message message, int flag) {
    return message.getHeader().getFlag(flag);
  }

  /** What the message says, in words. */
  static Walk.Outcome outcome(Message message) {
    if (flag(message, Flags.TC)) {
      return new Walk.Outcome("truncated");
    }
    int rcode = message.getRcode();
    if (rcode != Rcode.NOERROR && rcode != Rcode.NXDOMAIN) {
      return new Walk.Outcome(Rcode.string(rcode) + extendedError(message));
    }
    List<Record> answer = section(message, Section.ANSWER);
    if (rcode == Rcode.NXDOMAIN) {
      return new Walk.Outcome("the name does not exist" + bySoa(message), answer);
    }
    if (!answer.isEmpty()) {
      return new Walk.Outcome("answered", answer);
    }
    List<NSRecord> servers = nameServers(message);
    return servers.isEmpty() || soa(message).isPresent()
        ? new Walk.Outcome("no such record" + bySoa(message))
        : new Walk.Outcome("referred to " + zoneAndServers(servers));
  }

  private static List<NSRecord> nameServers(Message message) {
    return section(message, Section.AUTHORITY).stream()
        .filter(NSRecord.class::isInstance)
        .map(NSRecord.class::cast)
        .toList();
  }

  private static String zoneAndServers(List<NSRecord> servers) {
    String names =
        servers.stream()
            .limit(NAMES_SHOWN_MAX)
            .map(ns -> Records.show(ns.getTarget()))
            .collect(Collectors.joining(", "));
    String more = servers.size() > NAMES_SHOWN_MAX ? ", ..." : "";
    return "the servers of %s: %s%s"
        .formatted(Records.show(servers.getFirst().getName()), names, more);
  }

  private static String bySoa(Message message) {
    return soa(message).map(soa -> ", says zone " + Records.show(soa.getName())).orElse("");
  }

  /** RFC 8914 sections 4.6 to 4.13: whether a server failed because DNSSEC shows the answer to be wrong. */
  static boolean isBogus(Message message) {
    OPTRecord opt = message.getOPT();
    return opt != null
        && opt.getOptions().stream()
            .filter(ExtendedErrorCodeOption.class::isInstance)
            .mapToInt(option -> ((ExtendedErrorCodeOption) option).getErrorCode())
            .anyMatch(code ->
                code >= ExtendedErrorCodeOption.DNSSEC_INDETERMINATE
                    && code <= ExtendedErrorCodeOption.NSEC_MISSING);
  }

  /** RFC 8914: why a server failed, in brackets; empty if it does not say. */
  static String extendedError(Message message) {
    OPTRecord opt = message.getOPT();
    if (opt == null) {
      return "";
    }
    for (EDNSOption option : opt.getOptions()) {
      if (option instanceof ExtendedErrorCodeOption error) {
        String text = error.getText() == null ? "" : error.getText();
        String known = ExtendedErrorCodeOption.text(error.getErrorCode());
        return " (%s)".formatted(Text.visible(text.isEmpty() ? known : text));
      }
    }
    return "";
  }
}
