// Runs gnark-crypto's curve arithmetic for the comparison with zkchain's; see the script "run".
//
// Usage: gnark FOLDER. Requests come from standard input, one a line, and each is answered by one
// line on standard output:
//
//	version                   versions of Go and gnark-crypto
//	msm KIND LOGSIZE THREADS  wall and CPU nanoseconds, x and y of the sum in hexadecimal
//	mul COUNT                 wall and CPU nanoseconds of COUNT products in the scalar field, on one
//	                          thread; a checksum
//
// FOLDER/bases holds points, FOLDER/KIND scalars: limbs of Montgomery forms, little-endian, which
// both libraries have in common.
package main

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"syscall"
	"time"

	"github.com/consensys/gnark-crypto/ecc"
	"github.com/consensys/gnark-crypto/ecc/bn254"
	"github.com/consensys/gnark-crypto/ecc/bn254/fp"
	"github.com/consensys/gnark-crypto/ecc/bn254/fr"
)

func main() {
	folder := os.Args[1]
	points := readPoints(filepath.Join(folder, "bases"))
	scalars := map[string][]fr.Element{}
	in := bufio.NewScanner(os.Stdin)
	for in.Scan() {
		var kind string
		var first, second int
		if in.Text() == "version" {
			fmt.Println(runtime.Version(), "gnark-crypto", gnarkVersion())
		} else if n, _ := fmt.Sscanf(in.Text(), "msm %s %d %d", &kind, &first, &second); n == 3 {
			if scalars[kind] == nil {
				scalars[kind] = readScalars(filepath.Join(folder, kind))
			}
			multiply(points[:1<<first], scalars[kind][:1<<first], second)
		} else if n, _ := fmt.Sscanf(in.Text(), "mul %d", &first); n == 1 {
			products(first)
		} else {
			log.Fatalf("unknown request %q", in.Text())
		}
	}
}

func multiply(points []bn254.G1Affine, scalars []fr.Element, threads int) {
	runtime.GOMAXPROCS(threads)
	var sum bn254.G1Affine
	stop := clock()
	if _, err := sum.MultiExp(points, scalars, ecc.MultiExpConfig{NbTasks: threads}); err != nil {
		log.Fatal(err)
	}
	wall, cpu := stop()
	fmt.Println(wall, cpu, sum.X.Text(16), sum.Y.Text(16))
}

func products(count int) {
	const size = 1024
	runtime.GOMAXPROCS(1)
	var a, b, r [size]fr.Element
	for i := range a {
		a[i].SetUint64(uint64(i + 3))
		a[i].Inverse(&a[i])
		b[i].Square(&a[i])
	}
	stop := clock()
	for done := 0; done < count; done += size {
		for i := range a {
			r[i].Mul(&a[i], &b[i])
		}
	}
	wall, cpu := stop()
	fmt.Println(wall, cpu, r[size-1].Text(16))
}

func clock() func() (int64, int64) {
	cpu := cpuTime()
	start := time.Now()
	return func() (int64, int64) {
		return time.Since(start).Nanoseconds(), cpuTime() - cpu
	}
}

func cpuTime() int64 {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		log.Fatal(err)
	}
	return usage.Utime.Nano() + usage.Stime.Nano()
}

func gnarkVersion() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, module := range info.Deps {
			if module.Path == "github.com/consensys/gnark-crypto" {
				return module.Version
			}
		}
	}
	return "of unknown version"
}

func readWords(path string) []uint64 {
	bytes, err := os.ReadFile(path)
	if err != nil {
		log.Fatal(err)
	}
	words := make([]uint64, len(bytes)/8)
	for i := range words {
		words[i] = binary.LittleEndian.Uint64(bytes[8*i:])
	}
	return words
}

func readPoints(path string) []bn254.G1Affine {
	words := readWords(path)
	points := make([]bn254.G1Affine, len(words)/8)
	for i := range points {
		points[i].X = fp.Element(words[8*i : 8*i+4])
		points[i].Y = fp.Element(words[8*i+4 : 8*i+8])
		if !points[i].IsOnCurve() {
			log.Fatalf("point %d is not on the curve", i)
		}
	}
	return points
}

func readScalars(path string) []fr.Element {
	words := readWords(path)
	scalars := make([]fr.Element, len(words)/4)
	for i := range scalars {
		scalars[i] = fr.Element(words[4*i : 4*i+4])
	}
	return scalars
}
