package mailroad.mta.tls;

import java.util.List;
import mailroad.dns.Rr;

/** How a session with a host is protected. Two messages may share a session if this is equal. */
public sealed interface Protection {
  /** In the clear, whatever the host offers. */
  record Clear() implements Protection {}

  /** Encrypted where the host offers it, whoever it is (RFC 7435). */
  record Offered() implements Protection {}

  /** Encrypted or not at all, whoever the host is. */
  record Encrypted() implements Protection {}

  /** Encrypted or not at all, to a host whose certificate an authority has issued for this name (RFC 9525). */
  record Proven(String name) implements Protection {}

  /**
   * Encrypted or not at all, to a host whose certificate is what DNS says (RFC 7672).
   *
   * @param base where the records were found, less the port: the name asked for by SNI
   * @param records those that can be used; at least one
   * @param names one of which the certificate must bear where an authority of the domain's own choice vouches for it
   */
  record Dane(String base, List<Rr.Tlsa> records, List<String> names) implements Protection {
    /** The record's lists do not change. */
    public Dane {
      records = List.copyOf(records);
      names = List.copyOf(names);
    }
  }
}
