package mailroad.dns;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailroad.kernel.World;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;

/**
 * A resolver for others: answers stub resolvers such as {@code dig}, {@code libc} or a {@link
 * ForwardingResolver} over UDP and TCP with what a {@link Resolver} finds (RFC 1034 section 5.3.1). Answers
 * only the networks that are configured as its clients; a failure comes with its reason (RFC 8914).
 */
public final class ResolverServer implements Closeable {
  private final DnsServerConfig config;
  private final AddressRanges clients;
  private final Resolver resolver;
  private final DnsServer server;

  /**
   * Opens the ports and begins to answer.
   *
   * @param at the address; port 0 takes one that is free for both UDP and TCP
   * @throws java.net.BindException if a port is in use or the address is not ours
   */
  public ResolverServer(
      World world, DnsServerConfig config, InetSocketAddress at, Resolver resolver)
      throws IOException {
    this.config = config;
    this.resolver = resolver;
    clients = new AddressRanges(config.clients());
    server = DnsServer.open(world, config, at, this::respond);
  }

  /** The address in use, with the real port. */
  public InetSocketAddress address() {
    return server.address();
  }

  /** Stops listening and ends all tasks, without waiting for their end. */
  @Override
  public void close() {
    server.close();
  }

  /** Waits until all tasks have ended, once closed. */
  public void awaitEnd() throws InterruptedException {
    server.join();
  }

  private List<byte[]> respond(byte[] query, DnsServer.Peer peer) throws InterruptedException {
    return switch (Incoming.read(query, config)) {
      case Incoming.Ignored() -> List.of();
      case Incoming.Rejected(var answer) -> List.of(answer);
      case Incoming.Asked asked -> List.of(respond(asked, peer).octets(peer.tcp()));
    };
  }

  private Outgoing respond(Incoming.Asked asked, DnsServer.Peer peer) throws InterruptedException {
    if (!clients.contains(peer.address().getAddress())) {
      return refused(asked, Rcode.REFUSED, "not a client of this resolver");
    }
    if (!asked.wantsRecursion()) {
      // Who asks without RD looks what others have asked for; that is nobody's business.
      return refused(asked, Rcode.REFUSED, "only questions that want recursion are answered");
    }
    Question question = asked.question();
    Optional<RecordType> type = RecordType.of(question.type());
    if (type.isEmpty()) {
      return refused(asked, Rcode.NOTIMP, "a record type that this resolver does not know");
    }
    String name = Records.text(question.name());
    return answer(asked, resolver.resolve(name, type.get())).withRecursion();
  }

  private static Outgoing refused(Incoming.Asked asked, int rcode, String why) {
    return outgoing(asked, rcode, List.of(), List.of()).withRecursion().because(why);
  }

  private static Outgoing answer(Incoming.Asked asked, Answer answer) {
    return switch (answer) {
      case Answer.Found found ->
          outgoing(asked, Rcode.NOERROR, records(found.aliases(), found.records()), List.of())
              .withSecurity(found.secure());
      case Answer.NoData none ->
          outgoing(asked, Rcode.NOERROR, records(none.aliases()), soa(none.soa()))
              .withSecurity(none.secure());
      case Answer.NoDomain none ->
          outgoing(asked, Rcode.NXDOMAIN, records(none.aliases()), soa(none.soa()))
              .withSecurity(none.secure());
      case Answer.Failed failed ->
          outgoing(asked, Rcode.SERVFAIL, List.of(), List.of()).because(failed.reason());
    };
  }

  private static Outgoing outgoing(
      Incoming.Asked asked, int rcode, List<Record> answer, List<Record> authority) {
    return new Outgoing(asked, new Authority.Reply(rcode, false, answer, authority, List.of()));
  }

  private static List<Record> soa(Optional<Rr> soa) {
    return soa.map(it -> records(List.of(it))).orElse(List.of());
  }

  @SafeVarargs
  private static List<Record> records(List<Rr>... parts) {
    List<Record> records = new ArrayList<>();
    for (List<Rr> part : parts) {
      for (Rr rr : part) {
        records.add(record(rr));
      }
    }
    return records;
  }

  private static Record record(Rr rr) {
    try {
      return Records.record(rr);
    } catch (IOException e) {
      throw new IllegalStateException("a resolver's record cannot be read back: " + rr.text(), e);
    }
  }
}
