package mailroad.guard.door;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import mailroad.kernel.ReversePath;
import mailroad.kernel.Why;
import mailroad.mailauth.Iprev;
import mailroad.mailauth.spf.SpfResult;

/** What the door asks about a client before its message is there. Any number of tasks may ask; each waits for DNS. */
public interface Inquiry {
  /** Knows nothing of anybody. */
  Inquiry NONE =
      new Inquiry() {
        private static final Why UNASKED = new Why("nobody asks here");

        @Override
        public Iprev reverse(InetAddress client) {
          return new Iprev(Iprev.Code.TEMPERROR, Optional.empty(), List.of(), UNASKED);
        }

        @Override
        public SpfResult spf(InetAddress client, String helo, ReversePath sender) {
          return new SpfResult(SpfResult.Code.NONE, "", Optional.empty(), UNASKED);
        }
      };

  /** Whether the client's address has a name that leads back to it. */
  Iprev reverse(InetAddress client) throws InterruptedException;

  /** Whether the client may send in the name of the reverse-path. */
  SpfResult spf(InetAddress client, String helo, ReversePath sender) throws InterruptedException;
}
