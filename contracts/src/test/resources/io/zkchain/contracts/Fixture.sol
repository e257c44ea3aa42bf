// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Stands in for a verifier: accepts a proof whose first word is right
contract Fixture {
    /// @notice The word is not the expected one
    error WrongWord(uint256 position, bytes32 found);

    event ProofVerified(bytes32 indexed keyDigest, bytes32 indexed context, bytes32 publicValuesHash);

    bytes32 public constant KEY_DIGEST = keccak256("key");
    bytes32 public immutable expected;
    uint256 public count;

    constructor(bytes32 expected_) {
        expected = expected_;
    }

    function verify(bytes32, bytes calldata proof) public view {
        bytes32 word = bytes32(proof[0:32]);
        if (word != expected) revert WrongWord(0, word);
    }

    function submit(bytes32 context, bytes calldata proof) external {
        verify(context, proof);
        count++;
        emit ProofVerified(KEY_DIGEST, context, keccak256(proof));
    }

    /// @dev True only with enough gas left: an estimate that searches for "does not revert" settles far too low.
    function hungry() external returns (bool) {
        if (gasleft() < 300_000) return false;
        for (uint256 i = 0; i < 10; i++) count += i;
        return true;
    }

    function fail(uint256 kind) external pure {
        if (kind == 0) revert("plain reason");
        if (kind == 1) assert(false);
        if (kind == 2) {
            assembly {
                revert(0, 0)
            }
        }
        assembly {
            mstore(0, 0xdeadbeef)
            revert(28, 4)
        }
    }
}
