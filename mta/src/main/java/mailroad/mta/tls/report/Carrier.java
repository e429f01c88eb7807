package mailroad.mta.tls.report;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Reply;
import mailroad.kernel.World;
import mailroad.mta.report.DomainDay;
import mailroad.mta.report.Post;
import mailroad.mta.tls.TlsReportConfig;
import mailroad.mta.tls.WebHosts;
import mailroad.mta.tls.report.Outgoing.Outcome;
import mailroad.wire.http.Fetched;
import mailroad.wire.http.HttpsClient;
import mailroad.wire.http.Request;

/** Hands one report over at one destination. Blocks its caller; any number of tasks may use it. */
final class Carrier {
  /** What a web server may take, and say: its words are of no use. */
  static final HttpsClient.Bounds BOUNDS = new HttpsClient.Bounds(Duration.ofSeconds(30), 65_536);

  private final World world;
  private final TlsReportConfig config;
  private final Domain hostname;
  private final Ways ways;

  /** By which ways reports go. */
  record Ways(Post post, HttpsClient web, WebHosts hosts) {}

  Carrier(World world, TlsReportConfig config, Domain hostname, Ways ways) {
    this.world = world;
    this.config = config;
    this.hostname = hostname;
    this.ways = ways;
  }

  /** Tries it. */
  Outcome carry(DomainDay about, Outgoing outgoing, String uri) throws InterruptedException {
    EmailAddress from = config.terms().contactAt(hostname);
    TlsReport report =
        new TlsReport(
            config.terms().organizationAt(hostname),
            from.toString(),
            outgoing.unique() + "@" + hostname,
            about.start(),
            about.end(),
            outgoing.tally());
    Optional<Destination> destination = Destination.parse(uri);
    if (destination.isEmpty()) {
      return new Outcome.Never("not a destination");
    }
    return switch (destination.get()) {
      case Destination.Mail(var to) ->
          mail(new ReportMail(report, about, hostname, outgoing.unique(), from), to);
      case Destination.Web web -> post(web, report);
    };
  }

  private Outcome mail(ReportMail mail, EmailAddress to) throws InterruptedException {
    byte[] message = mail.to(to, world.now());
    try {
      Reply reply = ways.post().post(mail.from(), to, message);
      return switch (reply.kind()) {
        case DONE -> new Outcome.Sent(reply.text());
        case LATER -> new Outcome.Later(reply.toString());
        case NEVER, GO_ON -> new Outcome.Never(reply.toString());
      };
    } catch (IOException e) {
      return new Outcome.Later(String.valueOf(e.getMessage()));
    }
  }

  /** RFC 8460 section 5.4: any status but success may pass, and so may a certificate that does not hold. */
  private Outcome post(Destination.Web to, TlsReport report) throws InterruptedException {
    List<InetAddress> addresses = new ArrayList<>();
    Optional<String> fault = ways.hosts().find(to.host(), addresses);
    if (fault.isPresent()) {
      return new Outcome.Later(fault.get());
    }
    Request.Content content =
        new Request.Content("application/tlsrpt+gzip", ReportJson.packed(report));
    Request request = new Request(to.host(), to.port(), to.target(), Optional.of(content));
    Fetched fetched = ways.web().ask(request, addresses);
    return fetched instanceof Fetched.Document
        ? new Outcome.Sent("taken by " + to.host())
        : new Outcome.Later(fetched.inWords());
  }
}
