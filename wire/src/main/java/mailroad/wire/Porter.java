package mailroad.wire;

import java.net.InetAddress;

/**
 * Knows who may not come in at any port, and is told how those behaved who did. Any number of tasks call at once; no call
 * waits.
 */
public interface Porter {
  /** Lets everybody in. */
  Porter OPEN =
      new Porter() {
        @Override
        public boolean bars(InetAddress address) {
          return false;
        }

        @Override
        public void left(InetAddress address, boolean understood) {}
      };

  /** Whether a connection from there is refused. Asked once for each, by the task that accepts all of them. */
  boolean bars(InetAddress address);

  /**
   * A connection that was let in has ended, and not because this server ends.
   *
   * @param understood whether the client ever said something of the protocol that is spoken at the port
   */
  void left(InetAddress address, boolean understood);
}
