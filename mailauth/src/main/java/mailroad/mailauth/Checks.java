package mailroad.mailauth;

import mailroad.dns.Answer;
import mailroad.dns.RecordType;
import mailroad.dns.Resolver;
import mailroad.mailauth.arc.ArcVerifier;
import mailroad.mailauth.dkim.DkimVerifier;
import mailroad.mailauth.dmarc.DmarcVerifier;
import mailroad.mailauth.spf.SpfVerifier;

/** All that can find something that vouches for a message, by what one resolver says. Any number of tasks may use it. */
record Checks(
    IprevCheck iprev, SpfVerifier spf, DkimVerifier dkim, ArcVerifier arc, DmarcVerifier dmarc) {
  /** The same, by what this resolver knows already: where it would have to ask, the check breaks off, {@link Unknown}. */
  Checks atOnce(Resolver resolver) {
    Resolver known = new Known(resolver);
    return new Checks(
        iprev.by(known), spf.by(known), dkim.by(known), arc.by(known), dmarc.by(known));
  }

  private record Known(Resolver resolver) implements Resolver {
    @Override
    public Answer resolve(String name, RecordType type) {
      return resolver.known(name, type).orElseThrow(Unknown::new);
    }
  }

  /** Somebody has to be asked, and that takes its time. */
  private static final class Unknown extends RuntimeException {
    private static final long serialVersionUID = 1;

    Unknown() {
      super("not known yet", null, false, false);
    }
  }
}
