package mailroad.mta.delivery;

import java.net.InetAddress;
import java.util.Optional;
import mailroad.mta.routing.Route.Target;
import mailroad.mta.tls.Flaw;
import mailroad.mta.tls.HostPolicy;
import mailroad.mta.tls.ReportSubject;
import mailroad.mta.tls.ResultType;
import mailroad.mta.tls.TlsPolicies;
import mailroad.mta.tls.report.SessionCounts;
import mailroad.mta.tls.report.SessionCounts.Place;
import mailroad.smtp.client.Opening;
import mailroad.smtp.client.Stage;

/**
 * Sees how sessions begin and has them counted for reports (RFC 8460 section 4): of each host one session, the first
 * that is opened, since what is tried after it has failed is no longer what the policy asks for. One task's.
 */
final class Witness {
  private final SessionCounts counts;
  private Optional<Watched> watched = Optional.empty();

  /** Whom the next session is with. */
  private record Watched(Target target, ReportSubject subject) {}

  Witness(SessionCounts counts) {
    this.counts = counts;
  }

  /** A host is to be met now; one that its own policies rule out is a failure already. */
  void meets(Target target, TlsPolicies.Meeting meeting) {
    watched = meeting.subject().map(subject -> new Watched(target, subject));
    if (meeting.policy() instanceof HostPolicy.Avoid) {
      watched.ifPresent(
          at -> at.subject().flaw().ifPresent(flaw -> failed(at, flaw, Optional.empty())));
      watched = Optional.empty();
    }
  }

  /** A connection was made from an address of ours, and this came of it. */
  void saw(InetAddress from, Opening opening) {
    watched.ifPresent(at -> saw(at, from, opening));
    watched = Optional.empty();
  }

  /** RFC 8460 section 4.3.4: what had nothing to do with TLS, as a busy host, is not told. */
  private void saw(Watched at, InetAddress from, Opening opening) {
    Optional<InetAddress> here = Optional.of(from);
    switch (opening) {
      case Opening.Opened(var session) when session.tls().isPresent() ->
          at.subject()
              .flaw()
              .ifPresentOrElse(
                  flaw -> failed(at, flaw, here), () -> counts.succeeded(at.subject()));
      case Opening.Opened _, Opening.NoTls _ -> failed(at, without(""), here);
      case Opening.Refused(var stage, var reply, _)
          when stage == Stage.TLS && reply.code() != 421 ->
          failed(at, without(reply.toString()), here);
      case Opening.TlsFailed(var reason, var fault, _) ->
          failed(at, new Flaw(ResultType.of(fault), reason), here);
      case Opening.Refused _, Opening.Unfit _, Opening.Broken _ -> {}
    }
  }

  private static Flaw without(String reason) {
    return new Flaw(ResultType.STARTTLS_NOT_SUPPORTED, reason);
  }

  private void failed(Watched at, Flaw flaw, Optional<InetAddress> from) {
    counts.failed(
        at.subject(),
        at.subject().flaw().orElse(flaw),
        new Place(from, at.target().host(), at.target().address()));
  }
}
