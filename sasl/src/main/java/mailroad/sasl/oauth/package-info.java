/**
 * Access tokens of OAuth 2.0 that are signed JWTs: whose they are, and whether they hold.
 *
 * <p>A token comes from {@link mailroad.sasl.Negotiation} through the doorkeeper to {@link mailroad.sasl.oauth.JwtCheck},
 * which reads it, lets one of the issuer's keys ({@link mailroad.sasl.oauth.KeySet}) verify the signature, and only then
 * looks at what it claims ({@link mailroad.sasl.oauth.Claims}). Nobody is asked over the network.
 *
 * <p>Nothing here has a thread of its own; any number of tasks check tokens at once.
 *
 * <p>RFC 7515 (JWS), RFC 7517 (JWK), RFC 7518 and RFC 8037 (algorithms), RFC 7519 and RFC 8725 (JWT), RFC 9068 (JWT as access
 * token).
 */
@NullMarked
package mailroad.sasl.oauth;

import org.jspecify.annotations.NullMarked;
