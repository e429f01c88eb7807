package mailroad.app;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import mailroad.app.admin.AdminException;
import mailroad.app.admin.Arguments;
import mailroad.app.admin.Operations;
import mailroad.dns.AnchorShelf;
import mailroad.dns.IterativeResolver;
import mailroad.dns.Names;
import mailroad.dns.RecordType;
import mailroad.dns.Resolver;
import mailroad.kernel.Domain;
import mailroad.kernel.Text;
import mailroad.kernel.World;
import mailroad.mta.advice.DomainCheck;

/** What an administrator asks DNS: everything that matters for a domain's mail, or one question. */
final class DnsOperations {
  private final World world;
  private final DnsConfig config;
  private final Resolver resolver;
  private final AnchorShelf anchors;

  DnsOperations(World world, DnsConfig config, Resolver resolver, AnchorShelf anchors) {
    this.world = world;
    this.config = config;
    this.resolver = resolver;
    this.anchors = anchors;
  }

  void addTo(Operations operations) {
    operations.add("dns", this::dns);
  }

  private Object dns(Arguments arguments) throws AdminException, InterruptedException {
    DomainCheck check = new DomainCheck(arguments.flag("fresh") ? fresh() : resolver);
    String asked = arguments.text("name");
    Optional<String> type = arguments.optional("type").filter(text -> !text.isEmpty());
    if (type.isEmpty()) {
      return DnsView.of(check.check(arguments.domain("name").name()), resolver.trustPoints());
    }
    RecordType wanted = type(type.get());
    return DnsView.of(check.look(name(asked, wanted), wanted), resolver.trustPoints());
  }

  /** A resolver that knows nothing yet but what to trust, so that the whole walk is seen. */
  private Resolver fresh() throws AdminException {
    try {
      Resolver made = Grounds.resolver(world, config);
      if (made instanceof IterativeResolver iterative) {
        iterative.remember(anchors);
      }
      return made;
    } catch (IOException e) {
      throw new AdminException("no resolver: " + e.getMessage(), e);
    }
  }

  private static RecordType type(String text) throws AdminException {
    try {
      return RecordType.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new AdminException("not a record type that is known here: " + Text.visible(text), e);
    }
  }

  /** Names such as {@code _dmarc.example.org} are no mail domains; an address stands for its PTR name. */
  private static String name(String asked, RecordType type) {
    if (type == RecordType.PTR) {
      try {
        return Names.reverse(InetAddress.ofLiteral(asked));
      } catch (IllegalArgumentException e) {
        return asked;
      }
    }
    return Domain.parse(asked).map(Domain::name).orElse(asked);
  }
}
