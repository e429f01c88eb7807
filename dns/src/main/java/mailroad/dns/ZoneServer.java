package mailroad.dns;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import mailroad.kernel.World;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Type;

/**
 * An authoritative server for zones from master files, over UDP and TCP (RFC 1034 section 4.3): for the lab,
 * for tests, and for whoever has a small zone to serve. Zones can be put in and replaced while it runs.
 *
 * <p>It sees to the name servers' and mail exchangers' addresses in the additional section, wildcards,
 * CNAME, DNAME, delegations with glue, EDNS, truncation, and the signatures and denials of zones that are
 * signed (RFC 4035 section 3.1, RFC 5155 section 7.2); it refuses names outside its zones, and zone
 * transfers.
 */
public final class ZoneServer implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(ZoneServer.class);

  private final World world;
  private final DnsServerConfig config;
  private final AtomicReference<Authority> authority;
  private final AtomicReference<Misbehaviour> misbehaviour =
      new AtomicReference<>(Misbehaviour.NONE);
  private final DnsServer server;

  /**
   * Opens the ports and begins to answer.
   *
   * @param at the address; port 0 takes one that is free for both UDP and TCP
   * @throws java.net.BindException if a port is in use or the address is not ours
   */
  public ZoneServer(World world, DnsServerConfig config, InetSocketAddress at, List<Zone> zones)
      throws IOException {
    this.world = world;
    this.config = config;
    authority = new AtomicReference<>(new Authority(zones));
    server = DnsServer.open(world, config, at, this::respond);
  }

  /** The address in use, with the real port. */
  public InetSocketAddress address() {
    return server.address();
  }

  /** The zones served, in canonical order. */
  public List<Zone> zones() {
    return authority.get().zones();
  }

  /** Serves the zone from now on, in the place of the one with its name if there is one. */
  public void replace(Zone zone) {
    authority.updateAndGet(old -> old.with(zone));
    LOG.info("dns {} serial={} at={}", zone, zone.soa().getSerial(), SocketText.show(address()));
  }

  /** Misbehaves from now on; {@link Misbehaviour#NONE} mends its ways. */
  public void misbehave(Misbehaviour how) {
    misbehaviour.set(how);
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
      case Incoming.Asked asked -> respond(asked, peer);
    };
  }

  private List<byte[]> respond(Incoming.Asked asked, DnsServer.Peer peer)
      throws InterruptedException {
    Question question = asked.question();
    Authority.Reply reply =
        authority.get().answer(question.name(), question.type(), asked.wantsProof());
    Outgoing honest = new Outgoing(asked, reply);
    List<Mischief> mischief =
        misbehaviour
            .get()
            .on(
                new Misbehaviour.Asked(
                    Records.text(question.name()),
                    Type.string(question.type()),
                    peer.tcp(),
                    peer.address()));
    return mischief.isEmpty()
        ? List.of(honest.octets(peer.tcp()))
        : new Culprit(world, peer, asked, honest.message()).commit(mischief);
  }
}
