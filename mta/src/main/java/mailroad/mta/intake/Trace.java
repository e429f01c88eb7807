package mailroad.mta.intake;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import mailroad.kernel.Domain;
import mailroad.kernel.QueueId;
import mailroad.mime.Report;
import mailroad.smtp.Recipient;
import mailroad.smtp.server.Client;

/**
 * Our Received field (RFC 5321 section 4.4), put in front of all that came. What the client says of itself is
 * written only where it is a name: everything else could be made to look like more of the field.
 */
final class Trace {
  private Trace() {}

  /**
   * The field for a message that came by SMTP.
   *
   * @param recipients named only if it is one: several would tell each of the others (RFC 5321 section 7.2)
   */
  static String received(
      Client client,
      boolean utf8,
      Domain hostname,
      QueueId id,
      List<Recipient> recipients,
      Instant now) {
    String literal = literal(client.remote().getAddress());
    StringBuilder out = new StringBuilder("Received: from ");
    out.append(Domain.parse(client.hello().name()).map(Domain::name).orElse(literal));
    out.append(" (").append(literal).append(")\r\n");
    out.append("\tby ").append(hostname).append(" (Mailroad) with ").append(client.protocol(utf8));
    out.append(" id ").append(id);
    if (recipients.size() == 1 && (utf8 || !recipients.getFirst().address().needsUtf8())) {
      out.append("\r\n\tfor <").append(recipients.getFirst().address()).append('>');
    }
    // RFC 8314 section 4.3 registers the clause, whose value is the cipher suite.
    client
        .tls()
        .map(Client.Security::cipher)
        .filter(cipher -> cipher.matches("[A-Z0-9_]+"))
        .ifPresent(cipher -> out.append("\r\n\ttls ").append(cipher));
    return out.append(";\r\n\t").append(Report.date(now)).append("\r\n").toString();
  }

  /** The field for a message that was handed in on this machine. */
  static String received(Domain hostname, QueueId id, Instant now) {
    return "Received: by %s (Mailroad) id %s;\r\n\t%s\r\n"
        .formatted(hostname, id, Report.date(now));
  }

  private static String literal(InetAddress address) {
    String text = address.getHostAddress();
    return address instanceof Inet6Address
        ? Optional.of(text)
            .map(t -> "[IPv6:" + (t.contains("%") ? t.substring(0, t.indexOf('%')) : t) + "]")
            .get()
        : "[" + text + "]";
  }
}
