package mailroad.wire;

import mailroad.kernel.Network.Connection;

/** A connection secured by TLS. */
public interface TlsConnection extends Connection {
  /** Such as {@code TLSv1.3}. */
  String protocol();

  /** Such as {@code TLS_AES_256_GCM_SHA384}. */
  String cipher();
}
